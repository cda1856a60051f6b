namespace Jarvis.Architecture.Tests;

public sealed class PackageTests
{
    private static readonly string[] MayNameOrleans = ["Jarvis.Orleans", "Jarvis.Orleans.Benchmarks", "Jarvis.Orleans.Tests", "Jarvis.Silo", "Jarvis.Silo.Tests"];

    private static readonly string[] NotForCore = ["Microsoft.Orleans", "Microsoft.AspNetCore", "Microsoft.ML", "Microsoft.Data", "SQLitePCL", "Npgsql", "Dapper"];

    private static readonly string[] Rules = ["TreatWarningsAsErrors", "NoWarn", "WarningsNotAsErrors", "Nullable", "AnalysisLevel", "EnforceCodeStyleInBuild", "RunAnalyzers"];

    private static IEnumerable<ProjectFile> All => Repository.Projects("src").Concat(Repository.Projects("tests"));

    [Fact]
    public void Only_the_cluster_names_Orleans() =>
        Faults.None(
            from project in All
            from package in project.Packages
            where package.StartsWith("Microsoft.Orleans", StringComparison.Ordinal) && !MayNameOrleans.Contains(project.Name)
            select $"{project.Name} names {package}.");

    [Fact]
    public void What_names_Orleans_can_be_left_out() =>
        Faults.None(All.Where(project => project.Packages.Concat(project.References).Any(name =>
                name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal) || name is "Jarvis.Orleans" or "Jarvis.Silo"))
            .Where(project => project.Property("JarvisNeeds") != "Orleans")
            .Select(project => $"{project.Name} depends on Orleans and does not say <JarvisNeeds>Orleans</JarvisNeeds>."));

    [Fact]
    public void The_abstractions_have_no_packages()
    {
        var abstractions = Repository.Projects("src").Single(project => project.Name == "Jarvis.Abstractions");
        Assert.Empty(abstractions.Packages.Concat(abstractions.Frameworks).Concat(abstractions.References));
    }

    [Fact]
    public void The_core_knows_no_host_no_engine_and_no_database()
    {
        var core = Repository.Projects("src").Single(project => project.Name == "Jarvis.Core");
        Assert.Equal("Microsoft.NET.Sdk", (string?)core.Xml.Attribute("Sdk"));
        Assert.DoesNotContain(core.Packages.Concat(core.Frameworks),
            name => NotForCore.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void Versions_are_central() =>
        Faults.None(
            from project in All
            from package in project.Xml.Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{project.Name} gives {(string?)package.Attribute("Include")} a version of its own.");

    [Fact]
    public void No_project_loosens_the_rules() =>
        Faults.None(
            from project in All
            from rule in Rules
            where project.Property(rule) is not null
            select $"{project.Name} sets {rule}.");

    [Fact]
    public void Nothing_that_ships_switches_the_banned_symbols_off() =>
        Faults.None(Repository.Sources("src")
            .Where(file => file.Lines.Any(line => line.Contains("RS0030", StringComparison.Ordinal)))
            .Select(file => $"{file.Path} switches RS0030 off."));
}
