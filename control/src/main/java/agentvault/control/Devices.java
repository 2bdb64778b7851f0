package agentvault.control;

import agentvault.access.Login;
import agentvault.document.Members;

/// Reads what a person calls the device they log in from.
final class Devices {

    private static final Login.Device UNNAMED = new Login.Device("");

    private Devices() {}

    static Login.Device read(Members body) {
        return body.maybeText("device_label", Login.Device::new).orElse(UNNAMED);
    }
}
