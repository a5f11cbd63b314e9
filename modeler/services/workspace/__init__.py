"""The folder around a process: people, services, mail servers, variables, ProcessMaker's packages."""
