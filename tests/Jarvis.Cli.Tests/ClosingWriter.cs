using System.Text;

namespace Jarvis.Cli.Tests;

/// <summary>A pipe whose reader goes away after some lines.</summary>
internal sealed class ClosingWriter(int linesBeforeItCloses, int errno = ClosingWriter.BrokenPipe) : TextWriter
{
    private const int BrokenPipe = 32;

    private int _left = linesBeforeItCloses;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Take();

    public override void Write(string? value) => Take();

    public override void WriteLine(string? value) => Take();

    public override Task WriteLineAsync(string? value)
    {
        Take();
        return Task.CompletedTask;
    }

    private void Take()
    {
        if (_left-- <= 0)
        {
            throw new IOException("Nothing can be written.", errno);
        }
    }
}
