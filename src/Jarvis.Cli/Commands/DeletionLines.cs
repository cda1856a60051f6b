using System.Globalization;
using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary>Says how far a deletion is: a line for each step, and one now and then within it.</summary>
/// <param name="output">Where.</param>
internal sealed class DeletionLines(TextWriter output) : IProgress<DeletionProgress>
{
    private const int Every = 1000;

    private string? _step;
    private int _told;

    public void Report(DeletionProgress value)
    {
        var done = value.Conversations + value.Documents;
        if (value.Step == _step && done < _told + Every)
        {
            return;
        }

        (_step, _told) = (value.Step, done);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Step} … {value.Conversations:N0} conversations, {value.Documents:N0} documents"));
    }
}
