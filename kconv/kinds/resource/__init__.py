"""Kinds of resource.k8s.io: dynamic resource allocation, which began anew in v1alpha3.

Nothing converts v1alpha1 or v1alpha2 to any other version: a control plane controller of the vendor's allocated there
what since v1alpha3 the scheduler does. Those stand `APART`, also where they have the name of a kind that lives on.
"""
