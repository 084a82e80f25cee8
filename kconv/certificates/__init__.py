"""An API server trusts a webhook by its certificate: an authority and certificates for clusters that make none."""
