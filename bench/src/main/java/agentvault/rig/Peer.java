package agentvault.rig;

import agentvault.load.Trip;

/// One that is measured: its process, and the way through it.
record Peer(String name, Started process, Trip trip) {}
