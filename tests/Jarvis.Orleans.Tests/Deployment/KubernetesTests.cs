using Jarvis.Silo;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace Jarvis.Orleans.Tests.Deployment;

/// <summary>The manifests, read as Kubernetes does, and given to the silo that they are for.</summary>
public sealed class KubernetesTests : IDisposable
{
    private const string PodAddress = "10.1.2.3";

    private readonly List<object> _objects = [.. Deploy.Manifests().SelectMany(path => KubernetesYaml.LoadAllFromString(File.ReadAllText(path), strict: true))];
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("jarvis-secrets-");

    public void Dispose() => _secrets.Delete(recursive: true);

    public static TheoryData<string, SiloRole> Deployments => new()
    {
        { "jarvis-coordinators", SiloRole.Coordinator },
        { "jarvis-gateways", SiloRole.Gateway },
        { "jarvis-gpu", SiloRole.Gpu },
    };

    [Theory]
    [MemberData(nameof(Deployments))]
    public void A_silo_takes_every_setting_that_its_deployment_gives_it_and_stops_within_the_grace_of_its_pod(string name, SiloRole role)
    {
        var deployment = Find<V1Deployment>(name);
        var pod = deployment.Spec.Template.Spec;
        var silo = pod.Containers.Single();

        var options = SiloHost.Read(Settings(silo));

        Assert.Equal([role], options.Roles);
        Assert.Equal(PodAddress, options.Address);
        Assert.False(options.Migrate);
        Assert.True(pod.TerminationGracePeriodSeconds > options.StopTimeout.TotalSeconds, "The pod is killed before the silo has stopped.");
        var ports = silo.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
        Assert.Equal(options.SiloPort, ports["silo"]);
        Assert.Equal(new Uri(options.Health).Port, ports["health"]);
        Assert.Equal(role == SiloRole.Gateway ? options.GatewayPort : 0, ports.GetValueOrDefault("clients"));
        Assert.Equal(
            ["/health/live", "/health/ready", "/health/ready"],
            ((V1Probe[])[silo.LivenessProbe, silo.ReadinessProbe, silo.StartupProbe]).Select(probe => probe.HttpGet.Path));
        Assert.Equal(pod.Volumes.Select(volume => volume.Name).Order(), silo.VolumeMounts.Select(mount => mount.Name).Order());
        var tls = Assert.IsType<SiloTlsOptions>(options.Tls);
        Assert.All([tls.Certificate, tls.Key, tls.Authority, options.Resources], path => Assert.Contains(silo.VolumeMounts, mount => path.StartsWith(mount.MountPath, StringComparison.Ordinal)));
    }

    [Fact]
    public void Pods_may_do_what_they_need_to_and_nothing_else()
    {
        var pods = _objects.OfType<V1Deployment>().Select(deployment => deployment.Spec.Template.Spec).Append(_objects.OfType<V1Job>().Single().Spec.Template.Spec).ToList();

        Assert.Equal(4, pods.Count);
        foreach (var pod in pods)
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            var container = pod.Containers.Single();
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.NotNull(container.Resources.Limits["memory"]);
            // A secret in the environment is passed on to the programs that models are.
            Assert.All(container.Env, variable => Assert.Null(variable.ValueFrom?.SecretKeyRef));
        }

        Assert.Empty(_objects.OfType<V1Secret>());
    }

    [Fact]
    public void Each_kind_of_silo_has_a_budget_for_disruptions_and_a_network_that_lets_the_others_in()
    {
        var deployments = _objects.OfType<V1Deployment>().ToList();
        var policies = _objects.OfType<V1NetworkPolicy>().ToList();

        foreach (var deployment in deployments)
        {
            var labels = deployment.Spec.Template.Metadata.Labels;
            Assert.Single(_objects.OfType<V1PodDisruptionBudget>(), budget => Matches(budget.Spec.Selector, labels));
            Assert.True(Matches(deployment.Spec.Selector, labels));
            var inward = policies.Where(policy => Matches(policy.Spec.PodSelector, labels)).SelectMany(policy => policy.Spec.Ingress ?? []).ToList();
            Assert.All(deployments, other => Assert.Contains(
                inward, rule => rule.FromProperty.Any(from => Matches(from.PodSelector, other.Spec.Template.Metadata.Labels)) && rule.Ports.Any(port => port.Port == "11111")));
            Assert.Equal(deployment.Metadata.Name == "jarvis-gateways", inward.Any(rule => rule.Ports.Any(port => port.Port == "30000")));
        }
    }

    [Fact]
    public void Silos_with_a_GPU_are_where_there_is_one_and_have_it_to_themselves()
    {
        var pod = Find<V1Deployment>("jarvis-gpu").Spec.Template.Spec;

        Assert.Equal("true", pod.NodeSelector["nvidia.com/gpu.present"]);
        Assert.Equal("1", pod.Containers.Single().Resources.Limits["nvidia.com/gpu"].ToString());
    }

    private static bool Matches(V1LabelSelector selector, IDictionary<string, string> labels) =>
        selector.MatchLabels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    private T Find<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => _objects.OfType<T>().Single(it => it.Metadata.Name == name);

    private ConfigurationManager Settings(V1Container silo)
    {
        File.WriteAllText(Path.Combine(_secrets.FullName, "Jarvis__Silo__Database"), "Host=db;Database=jarvis");
        var settings = new Dictionary<string, string?>();
        foreach (var source in silo.EnvFrom)
        {
            foreach (var (name, value) in Find<V1ConfigMap>(source.ConfigMapRef.Name).Data)
            {
                settings[name] = value;
            }
        }

        foreach (var variable in silo.Env)
        {
            settings[variable.Name] = variable.ValueFrom?.FieldRef.FieldPath == "status.podIP" ? PodAddress : variable.Value;
        }

        Assert.Contains(silo.VolumeMounts, mount => mount.MountPath == settings["Jarvis__Silo__Secrets"]);
        settings["Jarvis__Silo__Secrets"] = _secrets.FullName;
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        return configuration;
    }
}
