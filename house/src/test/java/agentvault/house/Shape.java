package agentvault.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/// Measures a source with the compiler's own parser: how long methods are, how deep they nest, how much their
/// constructors take.
///
/// Nesting counts `if`, loops, `switch`, `try` and `synchronized`; `else if` stays on its level.
final class Shape extends TreeScanner<Void, Integer> {

    static final int METHOD_LINES = 40;
    static final int NESTING = 3;
    static final int PARAMETERS = 7;

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Set<String> findings = new LinkedHashSet<>();
    private String within = "";

    private Shape(CompilationUnitTree unit, SourcePositions positions) {
        this.unit = unit;
        this.positions = positions;
    }

    /// What of these sources is too long, too deep or too wide.
    static List<String> findings(Collection<String> sources) {
        var units = sources.stream().map(text -> new TextSource("Source", text)).toList();
        var task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, units);
        var findings = new ArrayList<String>();
        try {
            for (var unit : task.parse()) {
                var shape = new Shape(unit, Trees.instance(task).getSourcePositions());
                shape.scan(unit, 0);
                findings.addAll(shape.findings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    @Override
    public Void visitClass(ClassTree type, Integer depth) {
        String outer = within;
        within = outer.isEmpty() ? type.getSimpleName().toString() : outer + "." + type.getSimpleName();
        long components = type.getMembers().stream().filter(this::component).count();
        if (type.getKind() == Tree.Kind.RECORD) count(components);
        super.visitClass(type, 0);
        within = outer;
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Integer depth) {
        if (method.getBody() != null) measure(method.getBody(), within + "." + method.getName());
        if (method.getReturnType() == null) count(method.getParameters().size());
        return super.visitMethod(method, 0);
    }

    @Override
    public Void visitBlock(BlockTree block, Integer depth) {
        if (block.isStatic()) measure(block, "the static initialiser of " + within);
        return super.visitBlock(block, depth);
    }

    @Override
    public Void visitIf(IfTree condition, Integer depth) {
        scan(condition.getCondition(), depth);
        scan(condition.getThenStatement(), deeper(condition, depth));
        boolean chained = condition.getElseStatement() instanceof IfTree;
        return scan(condition.getElseStatement(), chained ? depth : depth + 1);
    }

    @Override
    public Void visitForLoop(ForLoopTree loop, Integer depth) {
        return super.visitForLoop(loop, deeper(loop, depth));
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Integer depth) {
        return super.visitEnhancedForLoop(loop, deeper(loop, depth));
    }

    @Override
    public Void visitWhileLoop(WhileLoopTree loop, Integer depth) {
        return super.visitWhileLoop(loop, deeper(loop, depth));
    }

    @Override
    public Void visitDoWhileLoop(DoWhileLoopTree loop, Integer depth) {
        return super.visitDoWhileLoop(loop, deeper(loop, depth));
    }

    @Override
    public Void visitSwitch(SwitchTree choice, Integer depth) {
        return super.visitSwitch(choice, deeper(choice, depth));
    }

    @Override
    public Void visitSwitchExpression(SwitchExpressionTree choice, Integer depth) {
        return super.visitSwitchExpression(choice, deeper(choice, depth));
    }

    @Override
    public Void visitTry(TryTree attempt, Integer depth) {
        return super.visitTry(attempt, deeper(attempt, depth));
    }

    @Override
    public Void visitSynchronized(SynchronizedTree section, Integer depth) {
        return super.visitSynchronized(section, deeper(section, depth));
    }

    private int deeper(Tree at, int depth) {
        if (depth == NESTING) {
            findings.add(within + " nests deeper than " + NESTING + " in line " + line(start(at)));
        }
        return depth + 1;
    }

    private void count(long parts) {
        if (parts > PARAMETERS) findings.add(within + " is made of " + parts + " parts");
    }

    private void measure(Tree tree, String name) {
        long lines = line(positions.getEndPosition(unit, tree)) - line(start(tree)) + 1;
        if (lines > METHOD_LINES) findings.add(name + " has " + lines + " lines");
    }

    private boolean component(Tree member) {
        return member instanceof VariableTree field
                && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private long start(Tree tree) {
        return positions.getStartPosition(unit, tree);
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
