using System.Text;

namespace Jarvis.Cli.Input;

/// <summary>Reads lines of a stream, none longer than a limit. One caller at a time.</summary>
internal sealed class LineReader(Stream input, int maxLength) : IDisposable
{
    private readonly StreamReader _reader =
        new(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 4096, leaveOpen: true);
    private readonly char[] _buffer = new char[4096];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, cut after one character more than the limit; null at the end of the stream.</summary>
    internal async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var any = false;
        while (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            any = true;
            var rest = _buffer.AsSpan(_start, _end - _start);
            var newline = rest.IndexOf('\n');
            var part = newline < 0 ? rest : rest[..newline];
            line.Append(part[..Math.Min(part.Length, maxLength + 1 - line.Length)]);
            _start += newline < 0 ? rest.Length : newline + 1;
            if (newline >= 0)
            {
                break;
            }
        }

        return any ? line.ToString().TrimEnd('\r') : null;
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            return true;
        }

        _start = 0;
        _end = await _reader.ReadAsync(_buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        return _end > 0;
    }
}
