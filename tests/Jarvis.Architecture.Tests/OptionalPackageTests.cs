using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Jarvis.Identity;

namespace Jarvis.Architecture.Tests;

public sealed class OptionalPackageTests
{
    [Fact]
    public async Task What_no_package_source_has_is_left_out_in_one_line_and_comes_back_with_the_packages()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("All.slnx", """
            <Solution>
              <Project Path="Plain/Plain.csproj" />
              <Project Path="Grains/Grains.csproj" />
              <Project Path="Silo/Silo.csproj" />
            </Solution>
            """);
        sandbox.Write("Plain/Plain.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        sandbox.Write("Plain/Plain.cs", "public interface Plain;");
        sandbox.Write("Grains/Grains.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><JarvisNeeds>Cluster</JarvisNeeds></PropertyGroup>
              <ItemGroup><PackageReference Include="Contoso.Cluster" /></ItemGroup>
            </Project>
            """);
        sandbox.Write("Grains/Grain.cs", $"public record Grain({typeof(TenantId).FullName} Tenant);");
        sandbox.Write("Silo/Silo.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><JarvisNeeds>Cluster</JarvisNeeds><OutputType>Exe</OutputType><UseAppHost>false</UseAppHost></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Grains/Grains.csproj" /></ItemGroup>
            </Project>
            """);
        sandbox.Write("Silo/Program.cs", "System.Console.WriteLine(typeof(Grain));");

        var without = await sandbox.BuildAsync();
        Assert.True(without.ExitCode == 0, without.Output);
        var line = Assert.Single(without.Output.Split('\n'), line => line.Contains("Left out", StringComparison.Ordinal));
        Assert.Equal("Left out: Grains, Silo (Contoso.Cluster 1.2.3 is in no package source; set JARVIS_PACKAGES to a folder that has it)", line.Trim());
        Assert.Contains("Plain", Types(sandbox.At("Plain/bin/Debug/net10.0/Plain.dll")));
        Assert.DoesNotContain("Grain", Types(sandbox.At("Grains/bin/Debug/net10.0/Grains.dll")));

        var with = await sandbox.BuildAsync(sandbox.Pack("more packages", typeof(TenantId).Assembly.Location));
        Assert.True(with.ExitCode == 0, with.Output);
        Assert.DoesNotContain("Left out", with.Output, StringComparison.Ordinal);
        Assert.Contains("Grain", Types(sandbox.At("Grains/bin/Debug/net10.0/Grains.dll")));
        Assert.True(File.Exists(sandbox.At("Silo/bin/Debug/net10.0/Silo.runtimeconfig.json")));
    }

    [Theory]
    [InlineData("nuget", true)]
    [InlineData("npm", false)]
    [InlineData("npm-cuda", false)]
    public async Task ONNX_Runtime_comes_from_one_place_only(string source, bool package)
    {
        var (exitCode, output) = await Sandbox.DotnetAsync(Repository.Root, null,
            "msbuild", "src/Jarvis.Models.Onnx", "-getItem:PackageReference", "-getItem:ProjectReference", $"-p:JARVIS_ONNXRUNTIME={source}");
        Assert.True(exitCode == 0, output);

        using var items = JsonDocument.Parse(output);
        var names = items.RootElement.GetProperty("Items").EnumerateObject().SelectMany(item => item.Value.EnumerateArray())
            .Select(item => item.GetProperty("Filename").GetString() + item.GetProperty("Extension").GetString()).ToList();
        Assert.Equal(package, names.Contains("Microsoft.ML.OnnxRuntime"));
        Assert.Equal(!package, names.Contains("OnnxRuntime.csproj"));
    }

    private static List<string> Types(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Name))];
    }
}
