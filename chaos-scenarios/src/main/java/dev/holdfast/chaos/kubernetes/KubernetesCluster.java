package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.cluster.RoleChange;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The pods of one namespace of a Kubernetes cluster. They are watched; nothing is done to them but to keep labels true: what
 * ends, stops or restarts a pod is a Chaos Mesh document, put into effect by a {@link KubernetesInjector}, and the methods
 * that would do it throw {@link ClusterException}. Pods are made and removed by whoever applies the manifests under k8s/.
 */
public final class KubernetesCluster implements Cluster {

    private final Api api;
    private final Changes changes;
    private final Feed pods;
    private final Feed events;
    private final Announcements announcements;
    private final RoleKeeper roles;

    private KubernetesCluster(Api api, Changes changes, MemberProbe probe) {
        this.api = api;
        this.changes = changes;
        this.pods = api.follow(ObjectType.POD, changes);
        this.events = api.follow(ObjectType.EVENT, changes);
        this.announcements = new Announcements(this);
        this.roles = new RoleKeeper(this, probe);
    }

    /**
     * Opens a namespace; the client is not closed with it.
     *
     * @param probe asks a member for its role
     */
    public static KubernetesCluster open(KubernetesClient client, String namespace, MemberProbe probe) {
        var cluster = new KubernetesCluster(new Api(client, namespace), new Changes(), probe);
        cluster.announcements.start();
        cluster.roles.start();
        return cluster;
    }

    Api api() {
        return api;
    }

    Changes changes() {
        return changes;
    }

    List<JsonNode> events() {
        return events.objects();
    }

    /** Returns the uids of the pods that exist, by name. */
    Map<String, String> uids() {
        return views().stream().collect(Collectors.toMap(PodView::name, PodView::uid, (old, current) -> current));
    }

    int restarts(String pod) {
        return view(pod).restarts();
    }

    /** Returns the last lines of the pod's log. */
    public String lastLines(String pod, int count) {
        return api.lastLines(pod, count);
    }

    @Override
    public String namespace() {
        return api.namespace();
    }

    @Override
    public List<Pod> pods() {
        return views().stream().map(PodView::pod).toList();
    }

    @Override
    public Pod pod(String name) {
        return view(name).pod();
    }

    private List<PodView> views() {
        return pods.objects().stream()
                .map(PodView::new)
                .sorted(Comparator.comparing(PodView::age))
                .toList();
    }

    private PodView view(String name) {
        List<PodView> all = views();
        return all.stream()
                .filter(view -> view.name().equals(name))
                .reduce((old, current) -> current)
                .orElseThrow(() -> new IllegalArgumentException(
                        "pod: must be one of " + all.stream().map(PodView::name).toList() + ", given '" + name + "'"));
    }

    @Override
    public void killPod(String pod, Duration gracePeriod) {
        throw notHere("kill pod '" + pod + "'", "PodChaos, action pod-kill");
    }

    @Override
    public void killContainer(String pod, String container) {
        throw notHere("kill container '" + container + "' of pod '" + pod + "'", "PodChaos, action container-kill");
    }

    @Override
    public void holdDown(String pod) {
        throw notHere("hold down pod '" + pod + "'", "PodChaos, action pod-failure");
    }

    @Override
    public void release(String pod) {
        throw notHere("release pod '" + pod + "'", "the end of a PodChaos, action pod-failure");
    }

    @Override
    public void signal(String pod, String processName, int signal) {
        throw notHere(
                "send signal " + signal + " to pod '" + pod + "'", "PhysicalMachineChaos, which pods do not take");
    }

    private ClusterException notHere(String what, String instead) {
        return new ClusterException(
                what + " in namespace '" + namespace() + "': not done by the runner on Kubernetes, and"
                        + " nothing was changed; this is what a document is for: " + instead);
    }

    @Override
    public ProcessState state(String pod) {
        return view(pod).state();
    }

    /** Returns nothing: the process is on another machine. */
    @Override
    public OptionalLong pid(String pod) {
        return OptionalLong.empty();
    }

    @Override
    public void setLabel(String pod, String key, String value) {
        ObjectNode merge = JsonNodeFactory.instance.objectNode();
        merge.withObject("/metadata").withObject("/labels").put(key, value);
        api.patch(ObjectType.POD, pod, merge);
    }

    @Override
    public void onPodReplaced(Consumer<Pod> listener) {
        announcements.onReplaced(listener);
    }

    @Override
    public void onRole(Consumer<RoleChange> listener) {
        roles.onRole(listener);
    }

    /** Ends the watches; the pods stay as they are. */
    @Override
    public void close() {
        roles.close();
        announcements.close();
        events.close();
        pods.close();
    }
}
