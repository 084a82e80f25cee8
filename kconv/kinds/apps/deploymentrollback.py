"""DeploymentRollback: a request to go back to an older revision, the same in apps/v1beta1 and extensions/v1beta1.

Both went with 1.16 and no version of it came after them: a client writes the older template into the Deployment.
"""

from kconv.engine import Kind

KIND = Kind("DeploymentRollback", hub="apps/v1beta1", spokes={"extensions/v1beta1": []})
