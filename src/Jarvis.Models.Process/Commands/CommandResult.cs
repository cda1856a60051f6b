using Jarvis.Errors;

namespace Jarvis.Models.Process.Commands;

/// <summary>How a program ended by itself.</summary>
/// <param name="Program">Its plain name.</param>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">What it wrote to standard output, where that was collected.</param>
/// <param name="Errors">The last of what it wrote to standard error, fit to show; empty when it wrote nothing.</param>
internal sealed record CommandResult(string Program, int ExitCode, Memory<byte> Output, string Errors)
{
    /// <summary>Throws when the program says that it failed.</summary>
    public void ThrowIfFailed()
    {
        if (ExitCode != 0)
        {
            throw Error.ModelFailed(Explain($"failed (exit code {ExitCode})"), retryable: false);
        }
    }

    /// <summary>What happened to the program, what it said of that, and what to do.</summary>
    /// <param name="happened">Such as <c>failed (exit code 1)</c>.</param>
    public string Explain(string happened)
    {
        var said = Errors.Length > 0 ? $": {Errors.TrimEnd('.', ' ')}" : " and did not say why";
        return $"{Program} {happened}{said}. Try another file or text; if that fails too, install {Program} anew.";
    }
}
