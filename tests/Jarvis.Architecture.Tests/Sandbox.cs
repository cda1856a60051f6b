using System.Diagnostics;
using System.IO.Compression;

namespace Jarvis.Architecture.Tests;

/// <summary>A solution of its own in a folder of its own: real build files of this repository, one optional package, no package source but a folder.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis build ");

    public Sandbox()
    {
        Copy("build");
        Copy("Directory.Solution.targets");
        Write("nuget.config", """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="here" value="source" /></packageSources>
            </configuration>
            """);
        Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="Contoso.Cluster" Version="1.2.3" Need="Cluster" /></ItemGroup>
            </Project>
            """);
        Write("Directory.Build.props", """
            <Project>
              <Import Project="build/Packages.props" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
            </Project>
            """);
        Directory.CreateDirectory(At("source"));
    }

    public string At(string path) => Path.Combine(_folder.FullName, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Makes the package, with one assembly in it, in a folder.</summary>
    public string Pack(string folder, string assembly)
    {
        Directory.CreateDirectory(At(folder));
        using var package = ZipFile.Open(At($"{folder}/Contoso.Cluster.1.2.3.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(assembly, $"lib/net10.0/{Path.GetFileName(assembly)}");
        using var manifest = new StreamWriter(package.CreateEntry("Contoso.Cluster.nuspec").Open());
        manifest.Write("""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>Contoso.Cluster</id><version>1.2.3</version><authors>Contoso</authors><description>For a test.</description></metadata>
            </package>
            """);
        return At(folder);
    }

    /// <summary>Builds what is in the folder, as somebody would at its root.</summary>
    public Task<(int ExitCode, string Output)> BuildAsync(string? packages = null) =>
        DotnetAsync(_folder.FullName, packages, "build", "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false");

    public static Task<(int ExitCode, string Output)> DotnetAsync(string folder, string? packages, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("JARVIS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        if (packages is not null)
        {
            start.Environment["JARVIS_PACKAGES"] = packages;
        }

        return ToolProcess.RunAsync(start, Patience);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Copy(string path)
    {
        var from = Path.Combine(Repository.Root, path);
        foreach (var file in File.Exists(from) ? [from] : Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            Write(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
        }
    }
}
