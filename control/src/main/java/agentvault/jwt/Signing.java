package agentvault.jwt;

import agentvault.workspace.Exchanges;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;

/// Has the workspace sign and check, so that the key stays where it is.
final class Signing extends BaseJWSProvider implements JWSSigner, JWSVerifier {

    private final Exchanges exchanges;

    Signing(Exchanges exchanges) {
        super(Set.of(JWSAlgorithm.HS256));
        this.exchanges = exchanges;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] message) {
        return Base64URL.encode(exchanges.sign(message));
    }

    /// A signature has one spelling: what decodes to the same bytes and is written otherwise is another one.
    @Override
    public boolean verify(JWSHeader header, byte[] message, Base64URL signature) {
        byte[] decoded = signature.decode();
        return exchanges.genuine(message, decoded)
                && Base64URL.encode(decoded).toString().equals(signature.toString());
    }
}
