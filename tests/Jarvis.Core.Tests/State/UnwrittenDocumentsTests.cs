using Jarvis.Conformance;
using Jarvis.State;

namespace Jarvis.Core.Tests.State;

/// <summary>What is in memory while it is written.</summary>
public sealed class UnwrittenDocumentsTests
{
    private static readonly StateKey Key = new("document", "1");

    private readonly UnwrittenDocuments _documents = new((_, _) => null, version => version + 1 ?? 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_written_again_meanwhile_stays_and_knows_what_is_kept(bool isWritten)
    {
        var first = await WriteAsync(1, version: null);
        var taken = Assert.Single(_documents.List());
        var second = await WriteAsync(2, first);

        _documents.Settle([(taken, isWritten)]);

        Assert.True(_documents.TryRead(Key, out var newer));
        Assert.Equal((second, isWritten ? first : null), (newer.Version, newer.Kept));
        _documents.Settle([(newer, true)]);
        Assert.Equal(0, _documents.Count);
    }

    private ValueTask<long?> WriteAsync(int number, long? version) =>
        _documents.WriteAsync(Key, new StateDocument(number, "", []), ConformanceJsonContext.Default.StateDocument, version, default);
}
