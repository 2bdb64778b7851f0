package agentvault.files;

import agentvault.trail.TrailSigner;
import agentvault.trail.TrailVerifier;

/// What signs this server's checkpoints, and what knows the keys that signed earlier ones.
public record TrailKeys(TrailSigner signer, TrailVerifier verifier) {}
