package agentvault.dial;

import java.util.List;

/// What came of looking a name up.
sealed interface Resolution {

    record Found(List<IpAddress> addresses) implements Resolution {}

    record Failed(DialFailure failure) implements Resolution {}
}
