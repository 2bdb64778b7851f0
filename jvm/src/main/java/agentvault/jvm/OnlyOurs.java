package agentvault.jvm;

import java.net.Authenticator;
import java.net.PasswordAuthentication;

/// Answers our proxy when it asks who this program is, and nobody else.
final class OnlyOurs extends Authenticator {

    private final OurProxy proxy;

    OnlyOurs(OurProxy proxy) {
        this.proxy = proxy;
    }

    /// What is not for us gets the answer of a program without an authenticator.
    @Override
    @SuppressWarnings("NullAway") // that answer is null
    protected PasswordAuthentication getPasswordAuthentication() {
        boolean ours = getRequestorType() == RequestorType.PROXY && proxy.is(getRequestingHost(), getRequestingPort());
        return ours ? new PasswordAuthentication(proxy.user(), proxy.pass()) : null;
    }
}
