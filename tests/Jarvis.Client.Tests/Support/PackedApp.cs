using System.Diagnostics;
using System.Text.RegularExpressions;
using Jarvis.Architecture.Tests;
using Jarvis.Conformance;

namespace Jarvis.Client.Tests.Support;

/// <summary>The app of the documentation in a folder of its own, with the client as a package.</summary>
internal sealed partial class PackedApp : IDisposable
{
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-packed-");

    /// <summary>Where the packages are.</summary>
    internal string Packages => At("source");

    private string Version => Path.GetFileNameWithoutExtension(Directory.GetFiles(Packages, "Jarvis.Client.*.nupkg").Single())["Jarvis.Client.".Length..];

    /// <summary>The app that a page shows.</summary>
    internal static string Sample(string page) => Code().Match(File.ReadAllText(Path.Combine(Checkout.Root, page))).Groups["code"].Value;

    internal string At(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>Packs what was built for this test, and writes the app beside it.</summary>
    internal async Task PackAsync()
    {
        foreach (var project in (string[])["Jarvis.Abstractions", "Jarvis.Client"])
        {
            var (code, output) = await DotnetAsync("pack", Path.Combine(Checkout.Root, "src", project), "--no-build", "-c", Configuration, "-o", Packages);
            Assert.True(code == 0, output);
        }

        Write("Program.cs", Sample("docs/client.md"));
        Write("nuget.config", """<configuration><packageSources><add key="here" value="source" /></packageSources></configuration>""");
        Write("Directory.Build.props", "<Project />");
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningsNotAsErrors>NU1900;NU1901;NU1902;NU1903;NU1904</WarningsNotAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Jarvis.Client" Version="[{Version}]" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Builds the app into <c>out</c>.</summary>
    internal Task<(int Code, string Output)> PublishAsync(params string[] options) =>
        DotnetAsync(["publish", At("App.csproj"), "-c", "Release", "-o", At("out"), "-nodeReuse:false", "-p:UseSharedCompilation=false", .. options]);

    /// <summary>Runs it on a file.</summary>
    internal Task<(int Code, string Output)> RunAsync(Uri server, string key, string tenant, string file) =>
        ExecuteAsync(At("out/App"), [file], ("JARVIS", server.ToString()), ("KEY", key), ("TENANT", tenant));

    internal void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What is packed here must not stay among the packages of this machine, which others are taken from.</summary>
    private Task<(int Code, string Output)> DotnetAsync(params string[] arguments) => ExecuteAsync(
        "dotnet",
        arguments,
        ("NUGET_PACKAGES", At("packages")),
        ("NUGET_FALLBACK_PACKAGES", Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")));

    private Task<(int Code, string Output)> ExecuteAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.FullName };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return ToolProcess.RunAsync(start, Patience);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
