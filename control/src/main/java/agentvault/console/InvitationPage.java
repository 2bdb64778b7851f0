package agentvault.console;

import java.util.List;

/// The page on which somebody chooses the password of a user whom they were invited to be.
///
/// @param link by which they came
/// @param vaults in which they get a role
/// @param trouble why what they just tried was not done; empty if nothing was tried
public record InvitationPage(String link, String email, List<String> vaults, String trouble) {

    public InvitationPage {
        vaults = List.copyOf(vaults);
    }
}
