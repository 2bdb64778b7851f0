package agentvault.proxy;

import agentvault.dial.Upstreams;
import java.util.concurrent.Executor;

/// What every exchange has around it.
///
/// @param threads runs what may wait, each on a thread of its own
record Surroundings(
        Judge judge, Upstreams upstreams, LiveExchanges live, Executor threads, RequestLog log, ProxyFigures figures) {}
