package dev.holdfast.chaos.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A workflow under way: the node of its entry, and what is below it. A check that aborts ends all of it. */
final class WorkflowActivity implements Activity {

    private final Workflow workflow;
    private final String name;
    private final Node root;
    private boolean aborted;

    WorkflowActivity(Workflow workflow, String name, Turn turn) {
        this.workflow = workflow;
        this.name = name;
        this.root = node(workflow.entry(), turn);
    }

    @Override
    public boolean advance(Turn turn) {
        boolean ended = root.advance(turn);
        if (aborted) {
            turn.note(Order.Decision.FLOW_ABORTED, "workflow '" + name + "': aborted by a status check");
            root.stop(turn);
        }
        return ended || aborted;
    }

    boolean isAborted() {
        return aborted;
    }

    @Override
    public void stop(Turn turn) {
        root.stop(turn);
    }

    @Override
    public long due() {
        return root.due();
    }

    private Node node(String template, Turn turn) {
        Template found = workflow.template(template);
        String below = name + "-" + template;
        turn.note(Order.Decision.NODE_STARTED, below);
        boolean isMeant = found instanceof Template.Suspend
                || found instanceof Template.Chaos
                || found instanceof Template.Recurring;
        return new Node(below, activity(found, turn), found.deadline(), isMeant, turn.now());
    }

    private Activity activity(Template template, Turn turn) {
        String below = name + "-" + template.name();
        if (template instanceof Template.Serial serial) {
            return new Serial(serial.children());
        }
        if (template instanceof Template.Parallel parallel) {
            return new Parallel(parallel.children());
        }
        if (template instanceof Template.Suspend) {
            return new Endless(List.of());
        }
        if (template instanceof Template.Chaos chaos) {
            return new Endless(
                    List.of(FaultActivity.start(chaos.blueprint(), turn.names().apply(below), turn)));
        }
        if (template instanceof Template.Recurring recurring) {
            return new ScheduleActivity(recurring.schedule(), below, turn);
        }
        if (template instanceof Template.Check check) {
            return new Checking(new CheckActivity(check.check(), turn.now()), check.aborts());
        }
        if (template instanceof Template.Task task) {
            return new Tasking(task, turn.names().apply(below), turn);
        }
        throw new IllegalStateException("template without an activity: " + template);
    }

    /** Children one after the other. */
    private final class Serial implements Activity {
        private final Queue<String> left;
        private @Nullable Node current;

        Serial(List<String> children) {
            this.left = new ArrayDeque<>(children);
        }

        @Override
        public boolean advance(Turn turn) {
            while (!aborted && (current == null || current.advance(turn))) {
                if (left.isEmpty() || aborted) {
                    return true;
                }
                current = node(left.remove(), turn);
            }
            return false;
        }

        @Override
        public void stop(Turn turn) {
            if (current != null) {
                current.stop(turn);
            }
        }

        @Override
        public long due() {
            return current == null ? NEVER : current.due();
        }
    }

    /** Children at the same time. */
    private final class Parallel implements Activity {
        private final List<String> children;
        private final List<Node> nodes = new ArrayList<>();

        Parallel(List<String> children) {
            this.children = children;
        }

        @Override
        public boolean advance(Turn turn) {
            boolean ended = true;
            for (int i = 0; i < children.size(); i++) {
                if (i == nodes.size()) {
                    nodes.add(node(children.get(i), turn));
                }
                ended &= nodes.get(i).advance(turn);
            }
            return ended;
        }

        @Override
        public void stop(Turn turn) {
            nodes.forEach(node -> node.stop(turn));
        }

        @Override
        public long due() {
            return nodes.stream().mapToLong(Node::due).min().orElse(NEVER);
        }
    }

    /** A check that may end the workflow. */
    private final class Checking implements Activity {
        private final CheckActivity check;
        private final boolean aborts;

        Checking(CheckActivity check, boolean aborts) {
            this.check = check;
            this.aborts = aborts;
        }

        @Override
        public boolean advance(Turn turn) {
            boolean ended = check.advance(turn);
            aborted |= ended && aborts && !check.isSuccess();
            return ended;
        }

        @Override
        public void stop(Turn turn) {
            check.stop(turn);
        }

        @Override
        public long due() {
            return check.due();
        }
    }

    /** A task, and then the branches whose conditions hold. */
    private final class Tasking implements Activity {
        private final Template.Task task;
        private final String run;
        private @Nullable Parallel branches;

        Tasking(Template.Task task, String run, Turn turn) {
            this.task = task;
            this.run = run;
            turn.order(new Order.Run(run, task.container()));
        }

        @Override
        public boolean advance(Turn turn) {
            if (branches == null) {
                branches = turn.outcome(run, Outcome.Finished.class)
                        .map(finished -> branches(finished.result(), turn))
                        .orElse(null);
            }
            return branches != null && branches.advance(turn);
        }

        private Parallel branches(TaskResult result, Turn turn) {
            List<String> targets = task.branches().stream()
                    .filter(branch -> branch.expression().isTrue(result))
                    .map(Template.Branch::target)
                    .toList();
            turn.note(
                    Order.Decision.BRANCHES_CHOSEN,
                    "task '" + run + "': exit code " + result.exitCode() + ", goes on with " + targets);
            return new Parallel(targets);
        }

        @Override
        public void stop(Turn turn) {
            if (branches == null) {
                turn.order(new Order.Cancel(run));
            } else {
                branches.stop(turn);
            }
        }

        @Override
        public long due() {
            return branches == null ? NEVER : branches.due();
        }
    }
}
