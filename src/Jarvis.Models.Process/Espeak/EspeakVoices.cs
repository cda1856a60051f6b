using System.Collections.Immutable;

namespace Jarvis.Models.Process.Espeak;

/// <summary>The languages of espeak-ng 1.51 (`espeak-ng --voices`) that have a code in ISO 639-1.</summary>
internal static class EspeakVoices
{
    /// <summary>All but English.</summary>
    public static ImmutableArray<string> Foreign { get; } =
    [
        .. ("es fr de it pt ca nl pl ru uk cs sk sl hr sr bs ro hu bg el tr sv da nb no fi et lt lv ga cy eu eo la is sq mk af id ms vi sw "
            + "zh ja ko hi bn ta te ml mr gu pa kn ur ne fa ar he ka hy az kk uz").Split(' '),
    ];

    /// <summary>The voice for a language.</summary>
    /// <param name="language">One of <see cref="Foreign"/>, or English.</param>
    public static string For(string language) => language switch
    {
        "en" => "en-us",
        "fr" => "fr-fr",
        "no" => "nb",
        "zh" => "cmn",
        _ => language,
    };
}
