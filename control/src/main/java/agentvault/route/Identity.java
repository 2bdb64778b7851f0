package agentvault.route;

import agentvault.access.Actor;
import agentvault.access.Mandate;
import agentvault.vault.Until;
import agentvault.workspace.Caller;
import java.util.Optional;

/// Who asks, as far as what was shown tells.
public sealed interface Identity {

    /// Nothing was shown.
    record Nobody() implements Identity {}

    /// @param until when what was shown ends
    /// @param byCookie a browser showed it by itself
    /// @param mandate what it is for, if it was exchanged for an API key
    record Known(Caller caller, Actor actor, Until until, boolean byCookie, Optional<Mandate> mandate)
            implements Identity {}

    /// What was shown is none of ours, or no longer.
    record Unknown() implements Identity {}

    record Expired() implements Identity {}

    /// This server does not know at the moment.
    record Stale() implements Identity {}
}
