using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Models.Pricing;

/// <summary>Says what a run has cost, by the card's prices.</summary>
/// <param name="resources">Where what went in and came out is.</param>
internal sealed class PriceMeter(IResourceStore resources)
{
    /// <summary>The price of a run that ended well, in US dollars.</summary>
    /// <param name="card">The model.</param>
    /// <param name="job">What it was given.</param>
    /// <param name="outputs">What it gave.</param>
    /// <param name="said">How much was used, as its runner says.</param>
    /// <param name="time">How long the device worked on it.</param>
    /// <param name="cancellationToken">Ends the look at sounds.</param>
    internal async ValueTask<decimal> PriceAsync(
        ModelCard card,
        ModelJob job,
        IEnumerable<Resource> outputs,
        ImmutableDictionary<PriceUnit, double> said,
        TimeSpan time,
        CancellationToken cancellationToken)
    {
        if (card.Prices.IsEmpty)
        {
            return card.PricePerCall;
        }

        var (given, made) = (job.Inputs.Values.SelectMany(values => values).ToList(), outputs.ToList());
        var seconds = card.Prices.ContainsKey(PriceUnit.AudioSecond) && !said.ContainsKey(PriceUnit.AudioSecond)
            ? await SecondsAsync(job.Id.Task.Tenant, [.. made, .. given.Select(input => input.Resource).OfType<Resource>()], cancellationToken).ConfigureAwait(false)
            : [];
        var used = new UsedUnits(given, made) { Seconds = seconds, Time = time };
        return PriceUnits.Price(card, unit => said.TryGetValue(unit, out var count) ? count : used.Of(unit));
    }

    private async ValueTask<Dictionary<Resource, double>> SecondsAsync(TenantId tenant, List<Resource> files, CancellationToken cancellationToken)
    {
        var seconds = new Dictionary<Resource, double>();
        foreach (var file in files.Where(file => file.MediaType == MediaTypes.Wav).Distinct())
        {
            try
            {
                var stream = await resources.OpenReadAsync(tenant, file.Id, cancellationToken).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                {
                    var header = new byte[WavLength.HeaderLength];
                    var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                    if (WavLength.Seconds(header.AsSpan(0, read), file.Length) is { } length)
                    {
                        seconds[file] = length;
                    }
                }
            }
            catch (JarvisException)
            {
                // A file that is gone is counted by its size.
            }
        }

        return seconds;
    }
}
