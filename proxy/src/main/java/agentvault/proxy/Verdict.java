package agentvault.proxy;

import agentvault.dial.PoolKey;
import agentvault.id.Id;
import agentvault.inject.Plan;
import agentvault.workspace.OauthRenewals.Stale;
import agentvault.workspace.Warrant;
import java.util.List;

/// What becomes of a request.
sealed interface Verdict {

    /// It goes on as planned. Its use is recorded, and the limiter counts it until it has left.
    ///
    /// @param rule what let it through
    /// @param key under which a connection may be used for it
    /// @param refusable what may be renewed if it is refused with 401
    record Forward(Plan plan, Warrant warrant, Rule rule, PoolKey key, Limiter.Bucket counted, List<Stale> refusable)
            implements Verdict {}

    /// @param by whose request it is, as far as that was found out
    record Refuse(Trouble trouble, RequestLog.By by) implements Verdict {}

    /// It takes something that may have to be waited for: to be judged again where waiting is allowed.
    record Defer() implements Verdict {}

    /// The service that decided, if one did.
    record Rule(Id vault, String service) {}
}
