/// The side-by-side rig: starts a server elsewhere and the proxies in front of it, each as a process of its own, drives
/// the same load through them in turns, and tells what each budget says to the figures. `bench/run proxy` runs `Rig`.
@NullMarked
package agentvault.rig;

import org.jspecify.annotations.NullMarked;
