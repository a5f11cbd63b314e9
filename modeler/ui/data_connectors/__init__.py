"""The editor of the workspace's data connectors: what services there are, how to sign in, what can be called."""
