/// Where requests go: hosts, ports, paths, and the patterns that rules are written in. Entry types:
/// [agentvault.address.CanonicalHost] and [agentvault.address.CanonicalPath] for what arrives,
/// [agentvault.address.Destination] for what a rule covers, [agentvault.address.ServerUrl] for MCP servers.
///
/// Invariants: every text has one canonical form or is refused with a [agentvault.address.Reason], never repaired;
/// reading never throws; what rules are compared with is the same value that is dialled and forwarded; no pattern
/// is a regular expression, and matching one costs at most time linear in the text.
///
/// The bundled `public_suffix_list.dat` is the Public Suffix List (<https://publicsuffix.org>) of 2026-10-06 as
/// Apache HttpClient 5.6.5 carries it, unchanged, under the Mozilla Public License 2.0.
@NullMarked
package agentvault.address;

import org.jspecify.annotations.NullMarked;
