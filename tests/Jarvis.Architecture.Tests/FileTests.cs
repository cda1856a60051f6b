using Xunit.Abstractions;

namespace Jarvis.Architecture.Tests;

public sealed class FileTests(ITestOutputHelper output)
{
    private const int MaxLines = 400;

    private const double ShareOfClosedClasses = 0.85;

    [Fact]
    public void No_file_is_longer_than_a_reader_holds_in_mind()
    {
        foreach (var folder in (string[])["src", "tests"])
        {
            var lengths = Repository.Sources(folder).Select(file => file.Lines.Count).Order().ToList();
            output.WriteLine($"{folder}: {lengths.Count} files, {lengths.Sum()} lines; " +
                $"p50 {lengths[lengths.Count / 2]}, p90 {lengths[lengths.Count * 9 / 10]}, max {lengths[^1]} lines a file");
        }

        Faults.None(Repository.Sources("src", "tests").Where(file => file.Lines.Count > MaxLines)
            .Select(file => $"{file.Path} has {file.Lines.Count} lines, more than {MaxLines}."));
    }

    [Fact]
    public void A_file_holds_one_top_level_type() =>
        Faults.None(Repository.Sources("src", "tests").Where(file => file.TopLevelTypes.Count > 1)
            .Select(file => $"{file.Path} holds {string.Join(", ", file.TopLevelTypes)}."));

    [Fact]
    public void A_file_is_named_as_its_type() =>
        Faults.None(
            from file in Repository.Sources("src", "tests")
            from type in file.TopLevelTypes
            where type != Path.GetFileName(file.Path).Split('.')[0]
            select $"{file.Path} holds {type}.");

    [Fact]
    public void Classes_say_whether_they_are_derived_from()
    {
        var closed = Repository.Sources("src").SelectMany(file => file.ClassesAreClosed).ToList();
        output.WriteLine($"{closed.Count(it => it)} of {closed.Count} classes are sealed, static or abstract");
        Assert.True(closed.Count(it => it) >= closed.Count * ShareOfClosedClasses);
    }

    [Fact]
    public void No_test_sleeps() =>
        Faults.None(
            from file in Repository.Sources("tests")
            where !file.Path.Contains("Benchmarks", StringComparison.Ordinal)
            from line in file.Lines
            where line.Contains("Thread." + "Sleep(", StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}");
}
