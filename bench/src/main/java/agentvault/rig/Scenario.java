package agentvault.rig;

/// One kind of load, which answers some of the budgets.
interface Scenario {

    /// As it is asked for.
    String name();

    Measured run(Rig rig);
}
