package agentvault.console;

/// The page from which a person goes on to an authorization server, to agree there.
///
/// @param host whose page comes next
/// @param address of that page
public record LeavePage(String key, Host host, String address) {}
