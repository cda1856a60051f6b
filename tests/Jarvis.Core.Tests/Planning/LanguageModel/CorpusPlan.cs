using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

/// <summary>A reply as language models write them, and what is to come of it.</summary>
internal sealed record CorpusPlan(ImmutableArray<Resource> Resources, string Plan, string Dropped, string Reply)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Planning", "LanguageModel", "Corpus");

    internal static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    internal static CorpusPlan Load(string name)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, name + ".txt")).Split("\n---\n", 2);
        var head = parts[0].Split('\n').ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 1)..].Trim());
        return new CorpusPlan(SampleResources.AllNamed(head["files"]), head["plan"], head["dropped"], parts[1]);
    }
}
