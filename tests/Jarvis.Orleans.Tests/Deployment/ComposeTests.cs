using Jarvis.Silo;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Jarvis.Orleans.Tests.Deployment;

/// <summary>The compose file, given to the silos that it starts.</summary>
public sealed class ComposeTests : IDisposable
{
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("jarvis-secrets-");
    private readonly IDictionary<object, object> _services = Section(
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(File.ReadAllText(Deploy.At("compose.yaml")))))), "services");

    public void Dispose() => _secrets.Delete(recursive: true);

    [Theory]
    [InlineData("coordinator", SiloRole.Coordinator, SiloRole.Gateway)]
    [InlineData("models", SiloRole.Gpu)]
    public void A_silo_takes_every_setting_that_it_is_given_and_stops_within_its_grace(string name, params SiloRole[] roles)
    {
        var service = Section(_services, name);
        var settings = Section(service, "environment").ToDictionary(
            setting => ((string)setting.Key).Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        // Compose puts each secret into a file of its name there.
        Assert.Equal("/run/secrets", settings["Jarvis:Silo:Secrets"]);
        foreach (var secret in (IEnumerable<object>)service["secrets"])
        {
            File.WriteAllText(Path.Combine(_secrets.FullName, (string)secret), "Host=database;Database=jarvis\n");
        }

        settings["Jarvis:Silo:Secrets"] = _secrets.FullName;
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings);

        var options = SiloHost.Read(configuration);

        Assert.Equal(roles, options.Roles);
        Assert.Equal(service["hostname"], options.Address);
        Assert.Equal("Host=database;Database=jarvis", options.Database);
        Assert.Contains($"resources:{options.Resources}", (IEnumerable<object>)service["volumes"]);
        Assert.Contains($"127.0.0.1/{new Uri(options.Health).Port}", string.Concat((IEnumerable<object>)Section(service, "healthcheck")["test"]), StringComparison.Ordinal);
        Assert.True(int.Parse(((string)service["stop_grace_period"]).TrimEnd('s'), provider: null) > options.StopTimeout.TotalSeconds);
        Assert.Equal("true", service["read_only"]);
    }

    private static IDictionary<object, object> Section(IDictionary<object, object> from, string name) => (IDictionary<object, object>)from[name];
}
