package agentvault.trail;

import agentvault.id.Id;

/// Whose chain it is: the installation, one server instance of it, and the version that runs.
public record TrailIdentity(Id installation, Id instance, String version) {}
