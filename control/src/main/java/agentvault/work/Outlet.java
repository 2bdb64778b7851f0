package agentvault.work;

import agentvault.route.Call;
import java.util.Optional;

/// The forward proxy, as far as the clients of a session have to know of it.
public interface Outlet {

    /// Its URL as the caller reaches it; empty if this server has none.
    Optional<String> url(Call call);

    /// What its clients trust, as PEM.
    String certificate();
}
