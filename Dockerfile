# One image for all processes: web (`serve --no-worker`), worker (`celery ... worker`), beat, commands.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home bailiwick && mkdir /data && chown bailiwick /data
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY bailiwick bailiwick
COPY catalog catalog
COPY teams teams
COPY scoring scoring
COPY portal portal
COPY templates templates
COPY static static
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BAILIWICK_VAR=/data BAILIWICK_HOST=0.0.0.0 PORT=8000
USER bailiwick
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health', timeout=4)"]
CMD ["python", "manage.py", "serve"]
