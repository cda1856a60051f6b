using System.Globalization;
using Jarvis.Errors;

namespace Jarvis.Models.Process;

/// <summary>Reads the options of a request as numbers, so that nothing else of them ever reaches a command line.</summary>
internal static class RequestOptions
{
    private const int MaxShown = 40;

    /// <summary>A number option; null when it is not set.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="least">The smallest value allowed.</param>
    /// <param name="most">The largest value allowed.</param>
    /// <exception cref="JarvisException">It is no number, or out of range (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static double? Number(this ModelRequest request, string name, double least, double most)
    {
        if (!request.Options.TryGetValue(name, out var text))
        {
            return null;
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite;
        return double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Error.InvalidRequest(string.Create(
                CultureInfo.InvariantCulture,
                $"'{name}' has to be a number from {least} to {most}, not '{(text.Length <= MaxShown ? text : text[..MaxShown] + "…")}'."));
    }

    /// <summary>A whole number option, rounded; null when it is not set.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="least">The smallest value allowed.</param>
    /// <param name="most">The largest value allowed.</param>
    /// <exception cref="JarvisException">It is no number, or out of range (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static int? WholeNumber(this ModelRequest request, string name, int least, int most) =>
        request.Number(name, least, most) is { } value ? (int)Math.Round(value, MidpointRounding.AwayFromZero) : null;
}
