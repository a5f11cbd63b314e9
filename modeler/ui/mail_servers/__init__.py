"""The editor of the workspace's mail servers: how to reach them, how to sign in, where replies are looked for."""
