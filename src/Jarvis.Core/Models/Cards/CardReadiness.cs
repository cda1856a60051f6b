using System.Globalization;
using System.Text;
using Jarvis.Identity;
using Jarvis.Placement;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Cards;

/// <summary>Tells whether the model of a card can run here, and where: its files, its runner, its hardware.</summary>
/// <param name="runners">The code that runs models; asked for when the first card is there.</param>
/// <param name="devices">The devices of this host.</param>
/// <param name="placer">Chooses among them.</param>
/// <param name="options">What to say of runners that are missing.</param>
internal sealed class CardReadiness(
    Lazy<IReadOnlyDictionary<string, IModelRunner>> runners, IDeviceInventory devices, Placer placer, IOptions<CardFolderOptions> options)
{
    /// <summary>The status of a card.</summary>
    /// <param name="card">The card, as it was read.</param>
    /// <param name="folder">The folder that its paths are in.</param>
    /// <param name="source">Where it was read.</param>
    /// <param name="inventory">What <see cref="Look"/> saw.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    internal async ValueTask<ModelStatus> StatusAsync(
        ModelCard card, string folder, string source, DeviceInventory inventory, CancellationToken cancellationToken)
    {
        card = card with { Directory = folder };
        var place = placer.Place(card.Id, HardwareRequirement.Of(card), inventory);
        var status = new ModelStatus(card, place.Device ?? DeviceId.Cpu) { Source = source, Note = place.Reason };
        if (!runners.Value.TryGetValue(card.Runner, out var runner))
        {
            return status with { Unavailable = NoRunner(card.Runner) };
        }

        var files = new StringBuilder();
        if (WhyNoFiles(card, folder, files) is { } noFiles)
        {
            return status with { Unavailable = noFiles };
        }

        if (place.Error is { } nowhere)
        {
            return status with { Unavailable = nowhere.Message };
        }

        var look = runner is IModelReadiness readiness ? await LookAsync(readiness, card, cancellationToken).ConfigureAwait(false) : ModelReadiness.Ready;
        files.Append(look.Fingerprint);
        return status with { Fingerprint = files.Length == 0 ? null : Fingerprint.Of(files.ToString()), Unavailable = look.Unavailable };
    }

    /// <summary>The devices of this host, for all cards of a look: models are loaded one after the other and make room for each other, so each has them to itself.</summary>
    internal DeviceInventory Look() => devices.Look().Cleared();

    private static async ValueTask<ModelReadiness> LookAsync(IModelReadiness readiness, ModelCard card, CancellationToken cancellationToken)
    {
        try
        {
            return await readiness.LookAsync(card, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // One card that its runner stumbles over must not take the others away.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new($"the runner '{card.Runner}' could not read its files ({exception.GetType().Name}); correct them, or take the card away.");
        }
    }

    private string NoRunner(string name) => options.Value.MissingRunners.TryGetValue(name, out var advice)
        ? advice
        : $"this host has no runner '{name}'; there are {string.Join(", ", runners.Value.Keys.Order(StringComparer.Ordinal))}.";

    /// <summary>Why a file that the card names cannot be used; null when all are there.</summary>
    private static string? WhyNoFiles(ModelCard card, string folder, StringBuilder found)
    {
        foreach (var name in card.Files.Keys.Order(StringComparer.Ordinal))
        {
            if (WhyNoFile(folder, name, found) is { } why)
            {
                return why;
            }
        }

        return card.Settings.TryGetValue(CardPath.Manifest, out var manifest) ? WhyNoFile(folder, manifest, found) : null;
    }

    private static string? WhyNoFile(string folder, string name, StringBuilder found)
    {
        try
        {
            if (CardPath.Resolve(folder, name) is not { } full)
            {
                return $"its file {name} leads out of the folder of cards by a link; put the file itself there.";
            }

            var file = new FileInfo(full);
            if (!file.Exists)
            {
                return $"its file {name} is missing; put it in {folder}.";
            }

            found.Append(CultureInfo.InvariantCulture, $"{name}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n");
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"its file {name} cannot be read: {refused.Message}";
        }
    }
}
