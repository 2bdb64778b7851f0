package agentvault.match;

import agentvault.vault.Placeholder;
import agentvault.vault.Service;

/// A placeholder that may be exchanged in this request, and the service that says so.
public record AllowedPlaceholder(Service service, Placeholder placeholder) {}
