package agentvault.workspace;

import agentvault.access.Via;
import agentvault.id.Face;
import agentvault.id.Id;

/// Somebody who was authenticated: who, by what, through which face. What they may do is looked up at every operation.
///
/// @param shown the session for [Via#SESSION], else the token
public record Caller(Id actor, Via via, Id shown, Face face) {}
