"""The domain: what an order is, what its words mean, what a person may read of it. Pure."""
