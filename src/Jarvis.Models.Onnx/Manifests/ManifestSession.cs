using Jarvis.Errors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A loaded network, run as its manifest says. For one thread.</summary>
internal sealed class ManifestSession : IDisposable
{
    private const long MaxOutput = 1L << 28;

    private readonly OnnxManifest _manifest;
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly bool _canPad;
    private readonly bool _canBatch;
    private readonly int? _fixedLength;

    /// <param name="manifest">The manifest.</param>
    /// <param name="session">The session; owned from here on.</param>
    /// <exception cref="JarvisException">The network has other inputs or outputs (<see cref="Errors.ErrorCode.ModelUnavailable"/>).</exception>
    public ManifestSession(OnnxManifest manifest, InferenceSession session)
    {
        _manifest = manifest;
        _session = session;
        _inputs = [.. manifest.Inputs.Select(input => input.Name)];
        _outputs = [.. manifest.Outputs.Select(output => output.Name)];
        if (!_inputs.ToHashSet().SetEquals(session.InputNames) || _outputs.Except(session.OutputNames).Any() || _outputs.Distinct().Count() != _outputs.Length)
        {
            session.Dispose();
            throw Error.ModelUnavailable(
                $"{manifest.Model} has the inputs {Shown(session.InputNames)} and the outputs {Shown(session.OutputNames)}; name all inputs, and of the outputs those that are used, in the manifest.");
        }

        _canPad = manifest.Inputs.Any(input => input.Role is InputKind.AttentionMask);
        var shapes = manifest.Inputs.Select(input => (input.Role, Shape: session.InputMetadata[input.Name].Dimensions)).ToList();
        _canBatch = shapes.All(input => input.Shape is [] or [< 0, ..]);
        _fixedLength = shapes.Where(input => input.Role is InputKind.InputIds && input.Shape is [_, > 0]).Select(input => (int?)input.Shape[1]).FirstOrDefault();
        if (_fixedLength < manifest.Tokenizer?.MaxLength)
        {
            session.Dispose();
            throw Error.ModelUnavailable($"{manifest.Model} takes {_fixedLength} tokens at a time; set tokenizer.max_length to at most that.");
        }
    }

    /// <summary>Runs rows, those together that can be.</summary>
    /// <param name="feeds">The rows, each with a value for every input.</param>
    /// <param name="maxBatch">The most rows that run together.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What each row gave, or what went wrong with it.</returns>
    public (OutputRow? Row, JarvisException? Error)[] Run(IReadOnlyList<FeedValue[]> feeds, int maxBatch, CancellationToken cancellationToken)
    {
        var rows = new (OutputRow? Row, JarvisException? Error)[feeds.Count];
        foreach (var batch in FeedBatch.Make(feeds, _canBatch ? maxBatch : 1, _canPad, _fixedLength))
        {
            try
            {
                Run(feeds, batch, rows, cancellationToken);
            }
            catch (JarvisException exception) when (batch.Rows.Length > 1 && exception.Code is Errors.ErrorCode.ModelFailed)
            {
                // One of them is at fault: the others must not be.
                foreach (var row in batch.Rows)
                {
                    RunAlone(feeds, batch with { Rows = [row] }, rows, cancellationToken);
                }
            }
            catch (JarvisException exception)
            {
                rows[batch.Rows[0]] = (null, exception);
            }
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void RunAlone(
        IReadOnlyList<FeedValue[]> feeds, FeedBatch batch, (OutputRow? Row, JarvisException? Error)[] rows, CancellationToken cancellationToken)
    {
        try
        {
            Run(feeds, batch, rows, cancellationToken);
        }
        catch (JarvisException exception)
        {
            rows[batch.Rows[0]] = (null, exception);
        }
    }

    private void Run(
        IReadOnlyList<FeedValue[]> feeds, FeedBatch batch, (OutputRow? Row, JarvisException? Error)[] rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var inputs = new List<OrtValue>();
        using var options = new RunOptions();
        using var registration = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            for (var i = 0; i < _inputs.Length; i++)
            {
                inputs.Add(FeedTensor.Make(_inputs[i], _session.InputMetadata[_inputs[i]], [.. batch.Rows.Select(row => feeds[row][i])], batch.Length));
            }

            using var outputs = _session.Run(options, _inputs, inputs, _outputs);
            Split(outputs, batch, rows);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Error.ModelFailed($"{_manifest.Model} failed on this input; check image or tokenizer of its manifest, or use another model.", retryable: false, exception);
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    private void Split(IDisposableReadOnlyCollection<OrtValue> outputs, FeedBatch batch, (OutputRow? Row, JarvisException? Error)[] rows)
    {
        var split = batch.Rows.Select(_ => new Dictionary<OutputRole, OutputTensor>()).ToList();
        for (var i = 0; i < _outputs.Length; i++)
        {
            var (shape, values) = Read(outputs[i]);
            if (shape is not [var count, ..] || count != batch.Rows.Length)
            {
                throw Error.ModelFailed(
                    $"{_manifest.Model} gave [{string.Join(", ", shape)}] as '{_outputs[i]}' for {batch.Rows.Length} inputs; its first dimension has to be theirs.", retryable: false);
            }

            var size = values.Length / batch.Rows.Length;
            for (var row = 0; row < split.Count; row++)
            {
                split[row][_manifest.Outputs[i].Kind] = new(shape[1..], values.AsMemory(row * size, size));
            }
        }

        for (var row = 0; row < split.Count; row++)
        {
            var isFinite = split[row].Values.All(output => !output.Values.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue));
            rows[batch.Rows[row]] = isFinite
                ? (new OutputRow(split[row]), null)
                : (null, Error.ModelFailed($"{_manifest.Model} gave values that are not numbers; try another input, or use another model.", retryable: false));
        }
    }

    private (int[] Shape, float[] Values) Read(OrtValue output)
    {
        if (output.OnnxType is not OnnxValueType.ONNX_TYPE_TENSOR || output.GetTensorTypeAndShape() is not { ElementCount: <= MaxOutput } info)
        {
            throw Error.ModelFailed($"{_manifest.Model} gave more than {MaxOutput:N0} values, or something that is no tensor; export it with tensors as outputs.", retryable: false);
        }

        int[] shape = [.. info.Shape.Select(length => (int)length)];
        return (shape, info.ElementDataType switch
        {
            TensorElementType.Float => output.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Float16 => Convert<Float16>(output, value => (float)value),
            TensorElementType.Double => Convert<double>(output, value => (float)value),
            TensorElementType.Int64 => Convert<long>(output, value => value),
            TensorElementType.Int32 => Convert<int>(output, value => value),
            TensorElementType.UInt8 => Convert<byte>(output, value => value),
            var type => throw Error.ModelFailed($"{_manifest.Model} gave values of the type {type}; export it with float outputs.", retryable: false),
        });
    }

    private static float[] Convert<T>(OrtValue output, Func<T, float> convert)
        where T : unmanaged
    {
        var values = output.GetTensorDataAsSpan<T>();
        var numbers = new float[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = convert(values[i]);
        }

        return numbers;
    }

    private static string Shown(IEnumerable<string> names) => string.Join(", ", names.Take(16).Select(name => name.Length <= 60 ? name : $"{name[..60]}…"));
}
