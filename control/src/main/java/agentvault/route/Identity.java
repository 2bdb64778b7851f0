package agentvault.route;

import agentvault.access.Actor;
import agentvault.vault.Until;
import agentvault.workspace.Caller;

/// Who asks, as far as what was shown tells.
public sealed interface Identity {

    /// Nothing was shown.
    record Nobody() implements Identity {}

    /// @param until when what was shown ends
    /// @param byCookie a browser showed it by itself
    record Known(Caller caller, Actor actor, Until until, boolean byCookie) implements Identity {}

    /// What was shown is none of ours, or no longer.
    record Unknown() implements Identity {}

    record Expired() implements Identity {}

    /// This server does not know at the moment.
    record Stale() implements Identity {}
}
