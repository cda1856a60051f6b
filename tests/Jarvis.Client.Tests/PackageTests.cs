using System.IO.Compression;
using System.Xml.Linq;
using Jarvis.Client.Tests.Specs;
using Jarvis.Client.Tests.Support;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Planning;
using Xunit.Abstractions;

namespace Jarvis.Client.Tests;

/// <summary>The client as others get it: a package, and the app that the documentation shows.</summary>
public sealed class PackageTests(ITestOutputHelper output)
{
    private const int MaxLines = 40;

    [Fact]
    public void The_app_is_short_and_the_same_wherever_it_is_shown()
    {
        var sample = PackedApp.Sample("docs/client.md");

        Assert.InRange(sample.Split('\n').Length, 10, MaxLines);
        Assert.Equal(sample, PackedApp.Sample("src/Jarvis.Client/README.md"));
    }

    [Fact]
    public async Task The_app_that_the_documentation_shows_runs_with_the_package_whole_and_trimmed()
    {
        using var app = new PackedApp();
        await app.PackAsync();
        AssertPackage(app, "Jarvis.Client", "Jarvis.Abstractions");
        AssertPackage(app, "Jarvis.Abstractions");

        var (built, whole) = await app.PublishAsync();
        Assert.True(built == 0, whole);
        await RunAsync(app);

        var (code, said) = await app.PublishAsync("-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");
        if (code != 0 && said.Contains("Microsoft.NETCore.App.Runtime", StringComparison.Ordinal) && said.Contains("NU110", StringComparison.Ordinal))
        {
            output.WriteLine("Not trimmed: no package source here has the runtime to trim. The analyzers of the build hold for it alone.");
            return;
        }

        Assert.True(code == 0, said);
        await RunAsync(app);
    }

    private static async Task RunAsync(PackedApp app)
    {
        app.Write("note.txt", "a note");
        var planner = new ScriptedPlanner((request, _) => Plan(request));
        await using var host = await HostOverHttp.StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("echo", TaskTypes.Summarization)), port: 0);
        var (code, shown) = await app.RunAsync(host.Address, await host.KeyAsync(new TenantId("acme")), "acme", app.At("note.txt"));

        Assert.True(code == 0, shown);
        Assert.Contains("#0 runs", shown, StringComparison.Ordinal);
        Assert.Contains("echo(a note)", shown, StringComparison.Ordinal);
        Assert.EndsWith("Answered", shown.Trim(), StringComparison.Ordinal);

        static async IAsyncEnumerable<PlanStep> Plan(PlanningRequest request)
        {
            await Task.CompletedTask;
            var task = new PlannedTask(0, TaskTypes.Summarization);
            yield return new TaskProposed(task with { Arguments = task.Arguments.Add("text", new ResourceArgument(request.Attachments[0].Id)) });
        }
    }

    private static void AssertPackage(PackedApp app, string name, params string[] own)
    {
        using var package = ZipFile.OpenRead(Directory.GetFiles(app.Packages, $"{name}.*.nupkg").Single());
        using var symbols = ZipFile.OpenRead(Directory.GetFiles(app.Packages, $"{name}.*.snupkg").Single());
        using var nuspec = package.GetEntry($"{name}.nuspec")!.Open();
        var manifest = XDocument.Load(nuspec);
        string? Of(string element) => manifest.Descendants().FirstOrDefault(found => found.Name.LocalName == element)?.Value;
        var needs = manifest.Descendants().Where(found => found.Name.LocalName == "dependency").Select(found => (string)found.Attribute("id")!).ToList();

        Assert.Contains(package.Entries, entry => entry.FullName == $"lib/net10.0/{name}.xml");
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{name}.pdb");
        Assert.Equal(("MIT", "README.md"), (Of("license"), Of("readme")));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.Equal(own, needs.Where(need => !need.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));
    }
}
