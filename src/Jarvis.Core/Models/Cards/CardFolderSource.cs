using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Cards;

/// <summary>The models whose cards are files in a folder. A card that is wrong is a model that cannot run, with the place and the fault.</summary>
/// <param name="options">Where the folder is.</param>
/// <param name="reader">Reads cards.</param>
/// <param name="readiness">Tells which models can run.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of a folder that cannot be watched.</param>
internal sealed class CardFolderSource(
    IOptions<CardFolderOptions> options, CardReader reader, CardReadiness readiness, TimeProvider time, ILogger<CardFolderSource> logger)
    : IModelSource, IModelSourceChanges
{
    private const string None = "none";

    private readonly CardFolder _folder = new(options.Value.Directory, reader);

    public async Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var readings = await Task.Run(() => _folder.Read(cancellationToken), cancellationToken).ConfigureAwait(false);
        var models = ImmutableArray.CreateBuilder<ModelStatus>(readings.Length);
        var inventory = readiness.Look();
        foreach (var reading in readings.Where(reading => reading.Card is not null))
        {
            models.Add(await readiness.StatusAsync(reading.Card!, _folder.Path, Place(reading), inventory, cancellationToken).ConfigureAwait(false));
        }

        // Behind those that are whole: of two with one id the first counts.
        models.AddRange(readings.Where(reading => reading.Problem is not null).Select(Wrong));
        return models.DrainToImmutable();
    }

    public IDisposable? Watch(Action changed) => options.Value.Watch ? new CardFolderWatch(options.Value, time, changed, logger) : null;

    private static ModelStatus Wrong(CardReading reading)
    {
        var id = reading.Id ?? new ModelId($"invalid/{Segment(Place(reading))}");
        return new ModelStatus(new ModelCard(id, None, [], "A card that cannot be read"), DeviceId.Cpu, reading.Problem!.ToString())
        {
            Source = Place(reading),
        };
    }

    private static string Place(CardReading reading) => reading.File.EndsWith(CardFolder.Many, StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{reading.File}:{reading.Line}")
        : reading.File;

    private static string Segment(string place)
    {
        var text = string.Concat(place.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return text.TrimStart('.') is { Length: > 0 } segment ? segment : "card";
    }
}
