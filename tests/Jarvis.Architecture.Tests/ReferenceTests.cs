namespace Jarvis.Architecture.Tests;

public sealed class ReferenceTests
{
    /// <summary>Every project may refer to those above it, and to no other.</summary>
    private static readonly string[] Order =
    [
        "Jarvis.Abstractions",
        "Jarvis.Core",
        "Jarvis.Models.Onnx",
        "Jarvis.Models.Process",
        "Jarvis.Models.Remote",
        "Jarvis.Storage.Sqlite",
        "Jarvis.Embedded",
        "Jarvis.Client",
        "Jarvis.Gateway",
        "Jarvis.Cli",
        "Jarvis.Orleans",
        "Jarvis.Silo",
    ];

    [Fact]
    public void Every_project_has_its_place_in_the_order() =>
        Faults.None(Repository.Projects("src").Select(project => project.Name).Except(Order)
            .Select(name => $"{name} has no place in the order of references."));

    [Fact]
    public void References_point_up_the_order_only() =>
        Faults.None(
            from project in Repository.Projects("src")
            from reference in project.References
            where Array.IndexOf(Order, reference) >= Array.IndexOf(Order, project.Name)
            select $"{project.Name} refers to {reference}.");

    [Fact]
    public void What_ships_does_not_refer_to_tests() =>
        Faults.None(
            from project in Repository.Projects("src")
            from reference in project.References
            where !Order.Contains(reference)
            select $"{project.Name} refers to {reference}.");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Jarvis.Actors.sln"));
        Faults.None(Repository.Projects("src").Concat(Repository.Projects("tests"))
            .Where(project => !solution.Contains($"\\{project.Name}.csproj\"", StringComparison.Ordinal))
            .Select(project => $"{project.Name} is not in the solution."));
    }
}
