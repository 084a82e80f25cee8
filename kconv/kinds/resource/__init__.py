"""Kinds of resource.k8s.io: dynamic resource allocation, which began anew in v1alpha3.

Nothing converts v1alpha1 or v1alpha2 to any other version: there a controller of the vendor allocated devices, which
the scheduler does since v1alpha3. They are listed in `APART`, even if a kind of the same name still exists.
"""
